namespace CnnTools.Core.Reports.Html;

/// <summary>How the numbers of an axis are written.</summary>
internal enum AxisFormat
{
    /// <summary>As they are.</summary>
    Number,

    /// <summary>Shares as percentages.</summary>
    Percent,
}

/// <summary>One line, or one group of bars.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Color">Number of its colour in the page's palette, from 0.</param>
/// <param name="Y">Values, one a place on the horizontal axis; null where there is none.</param>
/// <param name="Dashed">Whether its line is broken: colour alone tells nothing to many eyes.</param>
/// <param name="Group">What the legend names in place of its series, which are switched on and off together; null where the series is named itself.</param>
internal sealed record ChartSeries(string Name, int Color, IReadOnlyList<double?> Y, bool Dashed = false, string? Group = null);

/// <summary>A chart as data; the page's script draws it.</summary>
/// <param name="Id">Id of its canvas in the page.</param>
/// <param name="Kind"><c>line</c> or <c>reliability</c>.</param>
/// <param name="XTitle">Title of the horizontal axis.</param>
/// <param name="YTitle">Title of the vertical axis.</param>
/// <param name="Format">How values are written.</param>
/// <param name="X">Places on the horizontal axis.</param>
/// <param name="Series">What is drawn.</param>
internal sealed record Chart(string Id, string Kind, string XTitle, string YTitle, AxisFormat Format, IReadOnlyList<double> X, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Whether the vertical axis is logarithmic.</summary>
    public bool Logarithmic { get; init; }

    /// <summary>A place on the horizontal axis to mark; null for none.</summary>
    public double? Mark { get; init; }

    /// <summary>What is marked there.</summary>
    public string? MarkName { get; init; }
}
