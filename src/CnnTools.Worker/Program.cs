using System.Text;
using CnnTools.Worker;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return new WorkerHost(Console.Out, Console.IsErrorRedirected ? null : Console.Error).Invoke(args);
