using System.Text.Json.Nodes;
using IoTEdge.Modules.Protocol.Twins;

namespace IoTEdge.Modules.Tests.Model;

/// <summary>
/// What a hub knows, whatever happens to connections: the twin with the history of its desired versions, the messages that it has taken, and
/// those that the module has not acknowledged yet. Its sessions speak MQTT and misbehave by <see cref="Faults"/>.
/// </summary>
internal sealed class ModelHub(Faults faults)
{
    private readonly List<ModelSession> _sessions = [];
    private readonly List<JsonObject> _history = [new JsonObject { ["n"] = 0 }];
    private int _requests;

    /// <summary>Guards everything here and in the sessions.</summary>
    public Lock Gate { get; } = new();

    public Faults Faults => faults;

    /// <summary>The messages that were taken, in the order of their first arrival.</summary>
    public List<string> Taken { get; } = [];

    /// <summary>Messages for the module's input in order, until they are acknowledged.</summary>
    public LinkedList<ModelMessage> Waiting { get; } = [];

    public JsonObject Reported { get; } = [];

    public Dictionary<string, TaskCompletionSource<string>> Calls { get; } = [];

    public long Version
    {
        get
        {
            lock (Gate) return _history.Count;
        }
    }

    public JsonObject Desired(long version)
    {
        lock (Gate) return _history[(int)version - 1];
    }

    public ModuleTwin Twin() => new(new TwinSection((JsonObject)_history[^1].DeepClone(), _history.Count), new TwinSection((JsonObject)Reported.DeepClone(), 1));

    public void Take(string messageId)
    {
        if (!Taken.Contains(messageId)) Taken.Add(messageId);
    }

    /// <summary>Replaces the session of the module, as a hub does when it connects again.</summary>
    public void Enter(ModelSession session)
    {
        lock (Gate)
        {
            foreach (var older in _sessions) older.Cut();
            _sessions.Clear();
            _sessions.Add(session);
        }
    }

    public void ChangeDesired(JsonObject patch)
    {
        lock (Gate)
        {
            var next = (JsonObject)_history[^1].DeepClone();
            TwinMerge.Apply(next, patch);
            _history.Add(next);
            foreach (var session in _sessions) session.SendPatch(patch, _history.Count);
        }
    }

    public void Queue(ModelMessage message)
    {
        lock (Gate)
        {
            Waiting.AddLast(message);
            foreach (var session in _sessions) session.Deliver();
        }
    }

    /// <summary>Calls the module's method; the task ends with its answer, which may never come.</summary>
    public Task<string> Call(string payload)
    {
        lock (Gate)
        {
            var id = $"{++_requests}";
            var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            Calls.Add(id, answer);
            foreach (var session in _sessions) session.SendCall(id, payload);
            return answer.Task;
        }
    }

    /// <summary>Ends all connections; what is not acknowledged will be sent again.</summary>
    public void Restart()
    {
        lock (Gate)
        {
            foreach (var session in _sessions) session.Cut();
            _sessions.Clear();
        }
    }

    /// <summary>Lets packets go that were held back, and sends again what is not acknowledged.</summary>
    public void Tick()
    {
        lock (Gate)
        {
            foreach (var session in _sessions) session.Tick();
        }
    }
}

/// <summary>A message for the module's input.</summary>
internal sealed record ModelMessage(string Id, string Key, int Number);
