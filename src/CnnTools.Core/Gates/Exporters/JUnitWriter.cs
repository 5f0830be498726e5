using System.Text;
using System.Xml;

namespace CnnTools.Core.Gates.Exporters;

/// <summary>Verdicts as the JUnit XML that CI servers show as tests: a suite a model, a case a gate.</summary>
internal static class JUnitWriter
{
    public static void Write(Stream output, GateReport report)
    {
        using XmlWriter xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CheckCharacters = true });
        xml.WriteStartElement("testsuites");
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean($"CnnTools gates: {report.Model}"));
        xml.WriteAttributeString("tests", Invariant($"{report.Results.Count}"));
        xml.WriteAttributeString("failures", Invariant($"{report.Results.Count(static result => result.Fails)}"));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", "0");
        foreach (CnnGateResult result in report.Results) WriteCase(xml, result);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, CnnGateResult result)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean($"CnnTools.{result.Model}"));
        xml.WriteAttributeString("name", result.Gate.ToString());
        if (result.Fails)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", result.Code);
            xml.WriteAttributeString("message", Clean(result.Reason));
            xml.WriteEndElement();
        }
        else
        {
            // A gate that only warns passes here, as it does in the build; its text stays readable.
            xml.WriteElementString("system-out", Clean(result.Outcome == CnnGateOutcome.Passed ? result.Reason : $"warning {result.Code}: {result.Reason}"));
        }

        xml.WriteEndElement();
    }

    /// <summary>XML 1.0 cannot hold every character that a class or file name can.</summary>
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(static rune => rune.Value is '\t' or '\n' or '\r' or >= 0x20 and not (0xFFFE or 0xFFFF) ? rune.ToString() : "\uFFFD"));
}
