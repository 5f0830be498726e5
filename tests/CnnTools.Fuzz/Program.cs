using System.Globalization;
using CnnTools.Fuzz;

// instrument                                        rewrites the engine beside this program so that it counts its branches; a build undoes it
// run TARGET|all SECONDS SEED CORPUS FINDINGS       feeds a reader; CORPUS and FINDINGS are folders
// select TARGET|all CORPUS OUTPUT                   copies as few and as small inputs as reach every pair of branches that CORPUS reaches, named by what
// becomes of them
// replay TARGET FILE...                             tells what becomes of inputs
// Counters before the first line of the instrumented engine: it writes to them unasked.
System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(Coverage).TypeHandle);
switch (args)
{
    case ["instrument"]:
        Instrumentation.Apply(Path.Combine(AppContext.BaseDirectory, "CnnTools.Engine.dll"));
        return 0;
    case ["run", var name, var seconds, var seed, var corpus, var findings]:
        int found = 0;
        foreach (FuzzTarget target in FuzzTarget.All.Where(target => name == "all" || target.Name == name))
            found += new FuzzRun(target, int.Parse(seed, CultureInfo.InvariantCulture), Path.Combine(corpus, target.Name), findings).Run(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        return found == 0 ? 0 : 1;
    case ["select", var name, var corpus, var output]:
        foreach (FuzzTarget target in FuzzTarget.All.Where(target => name == "all" || target.Name == name)) Selection.Copy(target, Path.Combine(corpus, target.Name), Path.Combine(output, target.Name));
        return 0;
    case ["replay", var name, .. var files]:
        string folder = Directory.CreateTempSubdirectory("cnntools-fuzz").FullName;
        foreach (string file in files) Console.WriteLine($"{file}: {FuzzTarget.All.First(target => target.Name == name).Run(File.ReadAllBytes(file), folder) ?? "accepted"}");
        Directory.Delete(folder, recursive: true);
        return 0;
    default:
        Console.Error.WriteLine("instrument | run TARGET|all SECONDS SEED CORPUS FINDINGS | select TARGET|all CORPUS OUTPUT | replay TARGET FILE...   (docs/fuzzing.md)");
        return 2;
}
