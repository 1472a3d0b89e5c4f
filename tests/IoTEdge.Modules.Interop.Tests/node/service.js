// Microsoft's service client for Node as a process: calls come as JSON lines on the standard input, answers leave as JSON lines.
'use strict';
const readline = require('readline');
const { Registry, Client } = require('azure-iothub');
const { Message } = require('azure-iot-common');

const tell = (answer) => process.stdout.write(JSON.stringify(answer) + '\n');
const connectionString = process.env.SERVICE_CONNECTION_STRING;
const registry = Registry.fromConnectionString(connectionString);
const client = Client.fromConnectionString(connectionString);

const calls = {
  // Any method of the registry, by its name.
  registry: async ({ method, args }) => {
    const result = await registry[method](...args);
    return result && result.responseBody !== undefined ? result.responseBody : result;
  },
  // Without a token its promise begins anew, for ever.
  query: async ({ sql, size }) => {
    const query = registry.createQuery(sql, size);
    const pages = [];
    while (query.hasMoreResults) pages.push((await query.next(query.continuationToken)).result);
    return pages;
  },
  updateTwin: async ({ device, module, patch }) => {
    const twin = (await (module ? registry.getModuleTwin(device, module) : registry.getTwin(device))).responseBody;
    const before = twin.etag;
    await twin.update(patch);
    return { before, after: twin.etag, properties: twin.properties, tags: twin.tags };
  },
  invoke: async ({ device, module, params }) => (await (module ? client.invokeDeviceMethod(device, module, params) : client.invokeDeviceMethod(device, params))).result,
  send: async ({ device, body, properties, ack, id, expiry }) => {
    const message = new Message(body);
    if (id) message.messageId = id;
    if (ack) message.ack = ack;
    if (expiry) message.expiryTimeUtc = expiry;
    for (const [key, value] of Object.entries(properties ?? {})) message.properties.add(key, value);
    await client.open();
    await client.send(device, message);
  },
  feedback: async () => {
    await client.open();
    const receiver = await client.getFeedbackReceiver();
    return new Promise((resolve, reject) => {
      receiver.on('errorReceived', reject);
      receiver.on('message', (message) => receiver.complete(message, (error) => (error ? reject(error) : resolve(JSON.parse(message.data.toString())))));
    });
  },
  close: async () => { await client.close(); },
};

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const call = JSON.parse(line);
    try {
      tell({ result: (await calls[call.call](call)) ?? null });
    } catch (error) {
      tell({ error: error.name, message: error.message });
    }
  }
}

main();
