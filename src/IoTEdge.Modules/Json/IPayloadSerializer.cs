namespace IoTEdge.Modules.Json;

/// <summary>
/// Turns payloads of inputs, outputs and direct methods, and twins, into JSON and back. Thread-safe. System.Text.Json is behind it unless
/// <see cref="EdgeModuleOptions.Serializer"/> names another; twins go through the same two calls, see <see cref="TwinSerialization"/>.
/// </summary>
public interface IPayloadSerializer
{
    /// <summary>Writes a value as JSON.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>UTF-8, without a byte order mark.</returns>
    /// <exception cref="EdgeModuleException">
    /// The value cannot be written (<see cref="EdgeModuleErrorReason.Payload"/>), or its type cannot (<see cref="EdgeModuleErrorReason.Configuration"/>).
    /// </exception>
    byte[] Serialize<T>(T value);

    /// <summary>Reads a value from JSON.</summary>
    /// <typeparam name="T">The payload's type.</typeparam>
    /// <param name="json">UTF-8; not trusted. Nesting must be bounded by the implementation.</param>
    /// <param name="subject">What is read, for errors: <c>The payload of direct method 'reset'</c>.</param>
    /// <returns>The value; never <see langword="null"/>.</returns>
    /// <exception cref="EdgeModuleException">
    /// It is not JSON of this type (<see cref="EdgeModuleErrorReason.Payload"/>; the message says where), or the type cannot be read
    /// (<see cref="EdgeModuleErrorReason.Configuration"/>). Anything else that is thrown counts as a failure of the handler.
    /// </exception>
    T Deserialize<T>(ReadOnlySpan<byte> json, string subject);
}
