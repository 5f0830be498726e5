using System.CommandLine;
using CnnTools.Bench;

// speed      our training steps beside PyTorch's, interleaved, as ratios
// prediction our predictions beside PyTorch's: latency, throughput, start
// accuracy   the six networks on the real datasets, several seeds
// import     the PowerShell module's import time beside bare PowerShell and well-known modules
// steps      one measurement of our training; started by speed in a process of its own
// predict    one measurement of our predictions; started by prediction likewise; --loop 10000 watches memory
var root = new RootCommand("Measures CnnTools: speed beside PyTorch, and the tutorials' accuracies.");
root.Subcommands.Add(SpeedCommand.Create());
root.Subcommands.Add(PredictionCommand.Create());
root.Subcommands.Add(AccuracyCommand.Create());
root.Subcommands.Add(ImportCommand.Create());
root.Subcommands.Add(StepsCommand.Create());
root.Subcommands.Add(PredictCommand.Create());
return root.Parse(args).Invoke();
