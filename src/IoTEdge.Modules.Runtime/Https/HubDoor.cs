using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace IoTEdge.Modules.Runtime.Https;

/// <summary>Which of the hub's doors a connection came through: whoever comes from the network must never reach the control API.</summary>
internal enum HubDoor
{
    /// <summary>The Unix socket of the agent.</summary>
    Control,

    /// <summary>HTTPS, for modules.</summary>
    Https,
}

/// <summary>Marks connections with their door, and reads the mark.</summary>
internal static class HubDoors
{
    public static void Mark(this ListenOptions listen, HubDoor door) => listen.Use(next => connection =>
    {
        connection.Features.Set(new DoorFeature(door));
        return next(connection);
    });

    /// <summary>The door; null for a connection that was not marked.</summary>
    public static HubDoor? Door(this HttpContext context) => context.Features.Get<DoorFeature>()?.Door;

    private sealed record DoorFeature(HubDoor Door);
}
