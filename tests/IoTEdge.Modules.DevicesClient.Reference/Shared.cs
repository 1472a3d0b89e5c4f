namespace Microsoft.Azure.Devices.Shared;

public class Twin
{
    public TwinProperties Properties => throw null;
}

public class TwinProperties
{
    public TwinCollection Desired => throw null;

    public TwinCollection Reported => throw null;
}

public class TwinCollection
{
    public TwinCollection(string twinJson) => throw null;

    public long Version => throw null;

    public string ToJson(Newtonsoft.Json.Formatting formatting = Newtonsoft.Json.Formatting.None) => throw null;
}
