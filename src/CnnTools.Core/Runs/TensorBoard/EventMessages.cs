using CnnTools.Core.Files;

namespace CnnTools.Core.Runs.TensorBoard;

/// <summary>
/// The messages of TensorBoard's event files, field by field. Sources: TensorFlow's event.proto, summary.proto, tensor.proto, tensor_shape.proto and
/// types.proto; TensorBoard's text
/// plugin for the shape of a text.
/// </summary>
internal static class EventMessages
{
    private const int DataTypeString = 7, SessionStart = 1, DataClassTensor = 2;

    /// <summary>The first event of every file.</summary>
    public static ProtoMessage FileVersion(double time) => new ProtoMessage().Double(1, time).Text(3, "brain.Event:2");

    /// <summary>Says that a session begins at a step: what earlier files hold from that step on was lost and is passed over by readers.</summary>
    public static ProtoMessage Start(double time, long step) => new ProtoMessage().Double(1, time).Number(2, step).Message(7, new ProtoMessage().Number(1, SessionStart));

    /// <summary>Numbers of one step.</summary>
    public static ProtoMessage Scalars(double time, long step, IEnumerable<(string Tag, double Value)> values) =>
        new ProtoMessage().Double(1, time).Number(2, step).Message(5, new ProtoMessage().Messages(1, values.Select(static value => new ProtoMessage().Text(1, value.Tag).Float(2, (float)value.Value))));

    /// <summary>A text in Markdown.</summary>
    public static ProtoMessage Text(double time, long step, string tag, string markdown)
    {
        ProtoMessage tensor = new ProtoMessage()
            .Number(1, DataTypeString)
            .Message(2, new ProtoMessage().Message(2, new ProtoMessage().Number(1, 1)))
            .Text(8, markdown);
        ProtoMessage metadata = new ProtoMessage().Message(1, new ProtoMessage().Text(1, "text")).Number(4, DataClassTensor);
        ProtoMessage value = new ProtoMessage().Text(1, $"{tag}/text_summary").Message(8, tensor).Message(9, metadata);
        return new ProtoMessage().Double(1, time).Number(2, step).Message(5, new ProtoMessage().Message(1, value));
    }
}
