namespace IoTEdge.Modules.Docs.Tests.Snippets.Methods;

public sealed record Opening(int Percent);

#region methods-module
public sealed partial class Valve : EdgeModuleBase
{
    private int _percent;

    [DirectMethod("open", Concurrency = 1, TimeoutSeconds = 30)]
    public async Task<Opening> OpenAsync(Opening wanted, CancellationToken cancellationToken)
    {
        if (wanted.Percent is < 0 or > 100) throw new MethodFault(422, $"A valve opens from 0 to 100 percent, not {wanted.Percent}.");
        await MoveAsync(wanted.Percent, cancellationToken);
        return new Opening(_percent);
    }

    [DirectMethod("state")]
    public Opening State() => new(_percent);
    #endregion

    private async Task MoveAsync(int percent, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        _percent = percent;
    }
}

public sealed partial class Tank : EdgeModuleBase
{
    [DirectMethod("drain")]
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        #region methods-call
        try
        {
            var opening = await MethodInvoker.InvokeAsync<Opening, Opening>(MethodTarget.Module("valve"), "open", new Opening(50), cancellationToken: cancellationToken);
            Console.WriteLine($"The valve is open by {opening.Percent} percent.");
        }
        catch (MethodFault fault)
        {
            Console.WriteLine($"The valve does not open: {fault.Problem.Detail}");
        }
        #endregion
    }
}
