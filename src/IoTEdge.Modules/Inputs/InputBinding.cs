namespace IoTEdge.Modules.Inputs;

/// <summary>The handler of an input and what happens when it throws.</summary>
internal sealed record InputBinding(InputHandler Handler, InputPolicy Policy);
