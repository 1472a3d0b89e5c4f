using IoTEdge.Modules.Inputs;
using IoTEdge.Modules.Outputs;
using Microsoft.Extensions.Logging;

namespace IoTEdge.Modules.Storage;

/// <summary>The module's storage folder: opened when it is needed for the first time, and once only.</summary>
internal sealed class ModuleStorage(string? folder, Outbox outbox, InputJournal journal, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private ModuleStore? _store;
    private EdgeModuleException? _failure;
    private bool _isOpened;

    /// <summary>Opens the store; a module that can do without gets null where there is none, and a warning where there should be one.</summary>
    public ModuleStore? Open()
    {
        lock (_gate)
        {
            if (_isOpened || folder is null) return _store;
            _isOpened = true;
            try
            {
                _store = ModuleStore.Open(folder, [outbox.Participant, journal], time, logger);
                journal.Begin(_store);
                outbox.Begin(_store);
            }
            catch (EdgeModuleException exception)
            {
                _failure = exception;
                logger.StorageMissing(exception.Message);
            }

            return _store;
        }
    }

    /// <summary>Opens the store for what cannot do without it.</summary>
    /// <exception cref="EdgeModuleException">There is none (<see cref="EdgeModuleErrorReason.Configuration"/>).</exception>
    public void Require(string what)
    {
        if (Open() is not null) return;
        var reason = folder is null
            ? "there is no storage folder. Set EdgeModule:StoragePath to a folder that survives restarts of the module, as a volume of its container does."
            : _failure!.Message;
        throw new EdgeModuleException(EdgeModuleErrorReason.Configuration, $"{what}, but {reason}", _failure);
    }

    public async ValueTask DisposeAsync()
    {
        ModuleStore? store;
        lock (_gate)
        {
            store = _store;
            _isOpened = true;
        }

        if (store is null) return;
        await store.DisposeAsync().ConfigureAwait(false);
        outbox.Close();
    }
}
