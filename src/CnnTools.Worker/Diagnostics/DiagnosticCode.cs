namespace CnnTools.Worker.Diagnostics;

/// <summary>
/// The code of every error id: CNN0xxx set-up of the machine, CNN1xxx input, CNN2xxx gate, CNN3xxx the work itself.
/// A code once given is never given to another error.
/// </summary>
internal static class DiagnosticCode
{
    /// <summary>The command line cannot be understood.</summary>
    public const string Usage = "CNN1000";

    /// <summary>A file could not be read or written.</summary>
    public const string FileAccess = "CNN3010";

    /// <summary>An error nobody foresaw: a defect of CnnTools.</summary>
    public const string Unexpected = "CNN3999";

    /// <summary>A warning about the machine or the training.</summary>
    public const string Warning = "CNN3100";

    private static readonly Dictionary<string, string> Codes = new(StringComparer.Ordinal)
    {
        ["NativeRuntimeMissing"] = "CNN0010",
        ["NativeRuntimeMismatch"] = "CNN0011",
        ["DeviceUnavailable"] = "CNN0020",
        ["PrecisionUnavailable"] = "CNN0021",
        ["ThreadCountUnavailable"] = "CNN0022",
        ["TorchOutOfMemory"] = "CNN0023",
        ["DatasetOffline"] = "CNN0030",
        ["DatasetDownloadFailed"] = "CNN0031",
        ["ImageLibraryUnavailable"] = "CNN0042",
        ["OnnxRuntimeUnavailable"] = "CNN0043",
        ["CacheFull"] = "CNN0044",
        // Retired codes are listed in docs/diagnostics.md and are not used again.
        ["RuntimeNotFound"] = "CNN0051",
        ["RuntimeChecksumMismatch"] = "CNN0052",
        ["RuntimeInvalid"] = "CNN0053",
        ["RuntimeArgumentInvalid"] = "CNN0054",
        ["RuntimeNotApplicable"] = "CNN0056",
        ["RuntimeInstallFailed"] = "CNN0057",
        ["RuntimeDiskFull"] = "CNN0058",

        ["DatasetNotFound"] = "CNN1001",
        ["ArchitectureNotFound"] = "CNN1002",
        ["NetworkInvalid"] = "CNN1003",
        ["OptionInvalid"] = "CNN1004",
        ["ValidationSplitInvalid"] = "CNN1005",
        ["DeviceInvalid"] = "CNN1006",
        ["OutputPathInvalid"] = "CNN1007",
        ["OutputExists"] = "CNN1008",
        ["DatasetInvalid"] = "CNN1010",
        ["DatasetArgumentInvalid"] = "CNN1011",
        ["DatasetChecksumMismatch"] = "CNN1012",
        ["DatasetMismatch"] = "CNN1013",
        ["ImageDecodeFailed"] = "CNN1014",
        ["ImageNotReadable"] = "CNN1015",
        ["IndexOutOfRange"] = "CNN1016",
        ["ImagesNotClassified"] = "CNN1017",
        ["ImageSizeInvalid"] = "CNN1018",
        ["DatasetTooLarge"] = "CNN1019",
        ["ModelNotFound"] = "CNN1020",
        ["ModelFormatUnknown"] = "CNN1021",
        ["ModelMetadataInvalid"] = "CNN1022",
        ["ModelWeightsInvalid"] = "CNN1023",
        ["OnnxTooLarge"] = "CNN1024",
        ["WeightsFormatUnknown"] = "CNN1025",
        ["CheckpointInvalid"] = "CNN1030",
        ["CheckpointMismatch"] = "CNN1031",
        ["ModelFileTooShort"] = "CNN1040",
        ["ModelFileHeaderTooLarge"] = "CNN1041",
        ["ModelFileTruncated"] = "CNN1042",
        ["ModelFileHeaderInvalid"] = "CNN1043",
        ["ModelFileMetadataInvalid"] = "CNN1044",
        ["ModelFileTensorInvalid"] = "CNN1045",
        ["ModelFileOffsetsInvalid"] = "CNN1046",

        ["EvaluationNotFound"] = "CNN1050",
        ["EvaluationInvalid"] = "CNN1051",
        ["BaselineNotFound"] = "CNN1052",
        ["BaselineInvalid"] = "CNN1053",
        ["GateReportNotFound"] = "CNN1054",
        ["GateReportInvalid"] = "CNN1055",
        ["LogNotFound"] = "CNN1056",
        ["LogInvalid"] = "CNN1057",

        ["HistoryNotFound"] = "CNN1080",
        ["HistoryInvalid"] = "CNN1081",
        ["RunNotFound"] = "CNN1082",
        ["RunRecordInvalid"] = "CNN1083",
        ["RunEmpty"] = "CNN1086",
        ["ChartInputInvalid"] = "CNN1084",
        ["ConfusionInvalid"] = "CNN1085",

        ["TrainingDiverged"] = "CNN3001",
        ["TorchOperationFailed"] = "CNN3004",
    };

    /// <summary>The ids that have a code of their own.</summary>
    public static IReadOnlyCollection<string> KnownIds => Codes.Keys;

    /// <summary>All codes given to ids, in the order of the table.</summary>
    public static IReadOnlyCollection<string> KnownCodes => Codes.Values;

    /// <summary>The code of an error; one without a code of its own gets the code of its kind.</summary>
    public static string Of(CnnException error) => Codes.TryGetValue(error.ErrorId, out string? code) ? code : error.Category switch
    {
        CnnErrorCategory.InvalidArgument => "CNN1900",
        CnnErrorCategory.ObjectNotFound => "CNN1901",
        CnnErrorCategory.InvalidData => "CNN1902",
        CnnErrorCategory.ResourceUnavailable => "CNN0900",
        _ => "CNN3900",
    };
}
