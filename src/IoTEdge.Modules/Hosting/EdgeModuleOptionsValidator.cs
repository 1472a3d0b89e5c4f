using Microsoft.Extensions.Options;

namespace IoTEdge.Modules.Hosting;

/// <summary>Finds everything that is wrong with the options of a module, so that one start tells it all.</summary>
internal sealed class EdgeModuleOptionsValidator : IValidateOptions<EdgeModuleOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeModuleOptions options)
    {
        var errors = new List<string>(options.ConfigurationErrors);
        var client = options.Client;
        Require(options.ReportedWindow >= TimeSpan.Zero, "ReportedWindow is negative.");
        Require(options.StopTimeout > TimeSpan.Zero, "StopTimeout is not above zero.");
        Require(client.TokenLifetime >= TimeSpan.FromMinutes(1), "Client.TokenLifetime is below a minute; tokens would be renewed without end.");
        Require(client.MinReconnectDelay > TimeSpan.Zero, "Client.MinReconnectDelay is not above zero.");
        Require(client.MaxReconnectDelay >= client.MinReconnectDelay, "Client.MaxReconnectDelay is below Client.MinReconnectDelay.");
        Require(client.MaxRefusals >= 0, "Client.MaxRefusals is negative.");
        Require(client.OperationTimeout > TimeSpan.Zero, "Client.OperationTimeout is not above zero.");
        Require(client.AcknowledgementTimeout > TimeSpan.Zero || client.AcknowledgementTimeout == Timeout.InfiniteTimeSpan, "Client.AcknowledgementTimeout is not above zero.");
        Require(client.SendTimeout is null || client.SendTimeout > TimeSpan.Zero, "Client.SendTimeout is not above zero.");
        Require(client.MaxSendsInFlight is > 0 and <= ushort.MaxValue, "Client.MaxSendsInFlight is not from 1 to 65,535.");
        Require(client.MaxInputsInFlight is > 0 and <= ushort.MaxValue, "Client.MaxInputsInFlight is not from 1 to 65,535.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Require(bool isTrue, string error)
        {
            if (!isTrue) errors.Add(error);
        }
    }
}
