using System.ComponentModel.DataAnnotations;

namespace IoTEdge.Modules.Docs.Tests.Snippets.Contracts;

#region contracts-module
public enum Speed { Slow, Fast }

public sealed record Recipe([property: Range(1, 60)] int Minutes)
{
    public Speed Speed { get; init; } = Speed.Fast;
}

public sealed record Dough(long Number, TimeSpan Kneaded);

public sealed partial class Mixer : EdgeModuleBase
{
    private long _number;

    [DirectMethod("knead")]
    public Dough Knead(Recipe recipe) => new(++_number, TimeSpan.FromMinutes(recipe.Speed == Speed.Fast ? recipe.Minutes : recipe.Minutes * 2));

    [DirectMethod("clean")]
    public void Clean() => _number = 0;
}
#endregion
