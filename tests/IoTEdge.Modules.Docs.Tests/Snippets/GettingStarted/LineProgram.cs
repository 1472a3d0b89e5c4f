namespace IoTEdge.Modules.Docs.Tests.Snippets.GettingStarted;

internal static class LineProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        #region line-program
        return await IoTEdge.Modules.Runtime.RuntimeCommand.RunAsync(args);
        #endregion
    }
}
