using System.CommandLine;
using CnnTools.Bench;

// speed      our training steps beside PyTorch's, interleaved, as ratios
// prediction our predictions beside PyTorch's: latency, throughput, start
// accuracy   the six networks on the real datasets, several seeds
// gates      false alarms and power of the gates that compare with a baseline
// build      what the package CnnTools.Build adds to a build in which nothing changed
// import     the PowerShell module's import time beside bare PowerShell and well-known modules
// report     size of a report, and how long a browser needs to open it
// steps      one measurement of our training; started by speed in a process of its own
// predict    one measurement of our predictions; started by prediction likewise; --loop 10000 watches memory
var root = new RootCommand("Measures CnnTools: speed beside PyTorch, the tutorials' accuracies, the gates' statistics and cost.");
root.Subcommands.Add(SpeedCommand.Create());
root.Subcommands.Add(PredictionCommand.Create());
root.Subcommands.Add(AccuracyCommand.Create());
root.Subcommands.Add(GatesCommand.Create());
root.Subcommands.Add(BuildCommand.Create());
root.Subcommands.Add(ImportCommand.Create());
root.Subcommands.Add(StepsCommand.Create());
root.Subcommands.Add(PredictCommand.Create());
root.Subcommands.Add(ReportCommand.Create());
return root.Parse(args).Invoke();
