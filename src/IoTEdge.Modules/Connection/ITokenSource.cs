namespace IoTEdge.Modules.Connection;

/// <summary>Makes tokens for a module.</summary>
internal interface ITokenSource
{
    /// <summary>Makes a token.</summary>
    /// <exception cref="EdgeModuleException">The signer cannot be reached, or refused.</exception>
    ValueTask<SasToken> CreateTokenAsync(CancellationToken cancellationToken);
}
