namespace CnnTools;

/// <summary>File formats of other runtimes that a model can be written in.</summary>
public enum CnnExportFormat
{
    /// <summary>ONNX (Open Neural Network Exchange), with normalisation and softmax inside: images of 0 to 255 go in, probabilities come out.</summary>
    Onnx,
}
