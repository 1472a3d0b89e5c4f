using Kitchen.MixerContract;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Contracts;

#region contracts-caller
public sealed partial class Baker(IMixerClient mixer) : EdgeModuleBase
{
    [DirectMethod("bake")]
    public async Task<string> BakeAsync(CancellationToken cancellationToken)
    {
        await mixer.CleanAsync(cancellationToken);
        var dough = await mixer.KneadAsync(new() { Minutes = 10 }, cancellationToken);
        return $"Dough {dough.Number} was kneaded for {dough.Kneaded}.";
    }
}
#endregion
