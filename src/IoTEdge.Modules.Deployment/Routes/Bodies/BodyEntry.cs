namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>One value of a body, where it stands in its text. Entries lie in the order of the text, so a container's follow it.</summary>
internal struct BodyEntry
{
    public BodyNodeKind Kind;

    /// <summary>Whether the text has escapes.</summary>
    public bool IsEscaped;

    /// <summary>Whether the name has escapes.</summary>
    public bool IsNameEscaped;

    public int Start;
    public int Length;
    public int NameStart;
    public int NameLength;

    /// <summary>The index of the entry after this one and all that is in it.</summary>
    public int Next;
}
