namespace IoTEdge.Modules.Deployment.Routes.Bodies;

/// <summary>One step of a path: into a member or an element; null for any of them.</summary>
internal readonly record struct BodyStep(bool IsMember, string? Name, int? Index);
