namespace CnnTools.Worker.Tests;

/// <summary>Command lines that start nothing, and the verbs that list.</summary>
public sealed class CommandLineTests
{
    private static (int Code, string Output) Invoke(params string[] arguments)
    {
        var output = new StringWriter();
        int code = new WorkerHost(output, terminal: null).Invoke(arguments);
        return (code, output.ToString());
    }

    [Theory]
    [InlineData("", "command")]
    [InlineData("train", "--dataset")]
    [InlineData("teach", "teach")]
    [InlineData("train --dataset Shapes --colour red", "--colour")]
    [InlineData("train --dataset Shapes --epoch many", "--epoch: expected a whole number; found 'many'.")]
    [InlineData("train --dataset Shapes --epoch 1.5", "--epoch: expected a whole number; found '1.5'.")]
    [InlineData("train --dataset Shapes --learning-rate 0,1", "--learning-rate: expected a number; found '0,1'.")]
    [InlineData("train --dataset Shapes --optimizer 1", "--optimizer: expected Adam, AdamW, Sgd; found '1'.")]
    [InlineData("train --dataset Shapes --augmentation Shift,Spin", "expected None, Shift, Flip")]
    [InlineData("train --dataset Shapes --precision Float64", "expected Float32, BFloat16, Float16")]
    [InlineData("train --dataset Shapes --validation-split 1.5", "expected a fraction in [0, 1)")]
    public void A_command_line_that_cannot_be_understood_is_a_diagnostic_and_starts_nothing(string line, string expected)
    {
        (int code, string output) = Invoke(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, code);
        Assert.StartsWith("CnnTools : error CNN1000: ", output, StringComparison.Ordinal);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_verb_of_the_general_help_has_a_help_of_its_own()
    {
        string[] verbs = ["train", "evaluate", "predict", "gate", "baseline", "report", "chart", "install-runtime", "datasets", "architectures", "devices"];
        (_, string all) = Invoke("--help");
        foreach (string verb in verbs)
        {
            Assert.Matches($@"(?m)^\s+{verb}\s", all);
            (int code, string own) = Invoke(verb, "--help");
            Assert.Equal(0, code);
            Assert.Matches($@"(?m)^\s+\S+ {verb} .*\[options\]", own);
        }
    }

    [Fact]
    public void Help_is_no_error()
    {
        (int code, string output) = Invoke("train", "--help");
        Assert.Equal(0, code);
        Assert.Contains("--early-stopping-patience", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_datasets()
    {
        (int code, string output) = Invoke("datasets", "--dataset-cache", Path.Combine(Path.GetTempPath(), "cnntools-no-such-cache"));
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^Shapes +Train +[\d,.]+ +32x32x3 +10 +yes", output);
        Assert.Matches(@"(?m)^Cifar10 +Test +10.000 +32x32x3 +10 +no", output);
    }

    [Fact]
    public void Lists_architectures()
    {
        (int code, string output) = Invoke("architectures");
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^TwoConv4x4 +Cifar10 +32x32x3 +225.610 +15 +32 +66.8%", output);
    }
}
