namespace IoTEdge.Modules;

/// <summary>How a module tells, in its reported properties, what became of desired ones.</summary>
public enum DesiredAcknowledgement
{
    /// <summary>Not at all.</summary>
    Off,

    /// <summary>
    /// One status for the whole, as IoT Edge's own modules do it: <c>"lastDesiredVersion": 7, "lastDesiredStatus": { "code": 200, "description": "" }</c>;
    /// code 400 and what is wrong where they were refused.
    /// </summary>
    Status,

    /// <summary>
    /// One answer for each property, as IoT Plug and Play asks for: <c>"maxCelsius": { "value": 25, "ac": 200, "av": 7, "ad": "" }</c>, with the value
    /// in force. The reported type must not have a member of the same name.
    /// </summary>
    PerProperty,
}
