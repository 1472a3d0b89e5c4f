// Microsoft's Node client as a process: commands come as JSON lines on the standard input, events and answers leave as JSON lines.
// NODE_TRANSPORT says which transport: Mqtt (the default), MqttWs, Amqp, AmqpWs.
'use strict';
const fs = require('fs');
const readline = require('readline');
const { ModuleClient, Client, Message } = require('azure-iot-device');
const transports = { ...require('azure-iot-device-mqtt'), ...require('azure-iot-device-amqp') };

const tell = (event) => process.stdout.write(JSON.stringify(event) + '\n');
const propertiesOf = (message) => Object.fromEntries(message.properties.propertyList.map((p) => [p.key, p.value]));
const nameOf = (error) => (error && error.constructor ? error.constructor.name : String(error));
// With a callback or with a promise, whichever the client has.
const done = (call) => new Promise((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))));

function toMessage({ body, base64, id, correlationId, contentType, contentEncoding, to, userId, properties }) {
  const message = new Message(base64 !== undefined ? Buffer.from(base64, 'base64') : body);
  if (contentType !== null) message.contentType = contentType ?? 'application/json';
  if (contentEncoding !== null) message.contentEncoding = contentEncoding ?? 'utf-8';
  if (id !== undefined) message.messageId = id;
  if (correlationId !== undefined) message.correlationId = correlationId;
  if (to !== undefined) message.to = to;
  if (userId !== undefined) message.userId = userId;
  for (const [key, value] of Object.entries(properties ?? {})) message.properties.add(key, value);
  return message;
}

function describe(input, message) {
  const data = message.getData();
  return {
    event: 'input', input, body: data === undefined ? null : data.toString(), base64: data === undefined ? null : Buffer.from(data).toString('base64'),
    id: message.messageId, correlationId: message.correlationId, contentType: message.contentType, contentEncoding: message.contentEncoding,
    to: message.to, properties: propertiesOf(message),
  };
}

async function main() {
  const connectionString = process.env.EdgeHubConnectionString;
  const isModule = connectionString.includes('ModuleId=');
  const client = (isModule ? ModuleClient : Client).fromConnectionString(connectionString, transports[process.env.NODE_TRANSPORT ?? 'Mqtt']);
  const options = { ca: fs.readFileSync(process.env.EdgeModuleCACertificateFile, 'utf8') };
  if (process.env.NODE_TOKEN_SECONDS)
    options.tokenRenewal = { tokenValidTimeInSeconds: Number(process.env.NODE_TOKEN_SECONDS), tokenRenewalMarginInSeconds: Number(process.env.NODE_TOKEN_MARGIN) };
  await client.setOptions(options);
  client.on('disconnect', (error) => tell({ event: 'disconnect', error: nameOf(error), message: String(error) }));
  client.on('error', (error) => tell({ event: 'error', error: nameOf(error), message: String(error) }));
  let settle = 'complete';
  const onMessage = (input, message) => {
    tell(describe(input, message));
    if (settle === 'leave') return;
    try {
      client[settle](message, (error) => tell({ event: 'settled', how: settle, error: error ? nameOf(error) : null }));
    } catch (error) {
      tell({ event: 'settled', how: settle, error: nameOf(error) });
    }
  };
  let twin;
  const commands = {
    open: () => client.open(),
    listen: () => (isModule ? client.on('inputMessage', onMessage) : client.on('message', (message) => onMessage(null, message))),
    settle: ({ how }) => { settle = how; },
    method: ({ name, status, answer }) => {
      const handle = (request, response) => {
        tell({ event: 'call', name, payload: request.payload ?? null });
        response.send(status ?? 207, answer === undefined ? { echoed: request.payload } : answer, (error) => error && tell({ event: 'answerFailed', error: nameOf(error) }));
      };
      if (isModule) client.onMethod(name, handle);
      else client.onDeviceMethod(name, handle);
    },
    twin: async () => {
      twin = await client.getTwin();
      tell({ event: 'twin', desired: twin.properties.desired, reported: twin.properties.reported });
    },
    watch: () => { twin.on('properties.desired', (delta) => tell({ event: 'desired', delta })); },
    send: async (command) => {
      const message = toMessage(command);
      await (command.output === undefined ? client.sendEvent(message) : client.sendOutputEvent(command.output, message));
    },
    sendMany: ({ output, count, size }) => Promise.all(Array.from({ length: count }, (_, i) =>
      client.sendOutputEvent(output, toMessage({ body: JSON.stringify({ i, pad: 'x'.repeat(size ?? 0) }) })))),
    report: ({ patch }) => done((callback) => twin.properties.reported.update(patch, callback)),
    invoke: async ({ module, name, payload }) => {
      const answer = await client.invokeMethod(process.env.NODE_DEVICE, module, { methodName: name, payload, responseTimeoutInSeconds: 20 });
      tell({ event: 'answer', status: answer.status, payload: answer.payload });
    },
    close: async () => {
      await client.close();
      tell({ event: 'done', command: 'close' });
      process.exit(0);
    },
  };
  if (!process.env.NODE_QUIET) {
    await commands.open();
    commands.listen();
    commands.method({ name: 'echo' });
    await commands.twin();
    commands.watch();
  }
  const reader = readline.createInterface({ input: process.stdin });
  for await (const line of reader) {
    const command = JSON.parse(line);
    // A command that waits must not keep others from beginning: its answer tells which one it was.
    const run = async () => {
      try {
        await commands[command.do](command);
        tell({ event: 'done', command: command.do });
      } catch (error) {
        tell({ event: 'refused', command: command.do, error: nameOf(error), message: String(error) });
      }
    };
    await run();
  }
}

main().catch((error) => {
  tell({ event: 'failed', message: String(error), error: nameOf(error) });
  process.exit(1);
});
