namespace Microsoft.Azure.Devices.Client.Exceptions;

public class IotHubException : Exception
{
    public bool IsTransient => throw null;
}

public sealed class UnauthorizedException : IotHubException;

public sealed class MessageTooLargeException : IotHubException;
