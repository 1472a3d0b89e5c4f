using IoTEdge.Modules.Deployment.Manifests;
using IoTEdge.Modules.Runtime.Deployments;

namespace IoTEdge.Modules.Runtime.Consoles;

/// <summary>Prints all that is wrong with a deployment.</summary>
internal static class ProblemReport
{
    public static void Print(DeploymentException exception, TextWriter output, Palette palette)
    {
        var errors = exception.Problems.Count(DeploymentException.IsError);
        output.WriteLine(palette.Bold($"The deployment has {errors} {(errors == 1 ? "error" : "errors")}; nothing was started."));
        foreach (var (file, problem) in exception.Problems)
        {
            var place = problem.Line > 0 ? $"{file}:{problem.Line} {problem.Path}" : file;
            output.WriteLine();
            output.WriteLine($"  {palette.Dim(place)}");
            output.WriteLine($"    {(problem.Severity == ManifestSeverity.Error ? palette.Red("error") : "warning")}: {problem.Reason}");
            output.WriteLine($"    {problem.Remedy}");
        }
    }
}
