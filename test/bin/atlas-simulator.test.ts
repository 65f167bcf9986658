import { describe, expect, it } from 'vitest';
import { parseSimulatorOptions } from '../../bin/atlas-simulator/options.js';
import { startSimulator } from '../../bin/atlas-simulator/start-simulator.js';
import { digestStatuses } from '../../bin/check-packages/digest-request.js';

const PROJECT = '6a793f63c0eb9e7a177153f5';

async function start(...args: string[]) {
  const { server, connection } = await startSimulator(parseSimulatorOptions(['--port', '0', ...args]));
  return { server, connection, api: `${connection.url}/api/atlas/v2/groups/${connection.projectIds[0]}` };
}

describe('the simulator', () => {
  it('lets the API key in that it was given, for the project that it was given', async () => {
    const { server, connection, api } = await start('--project', PROJECT, '--api-key', 'mine:secret:1');
    expect(connection).toMatchObject({
      projectIds: [PROJECT],
      publicKey: 'mine',
      privateKey: 'secret:1',
    });
    expect(await digestStatuses(`${api}/privateEndpoint/AWS/endpointService`, connection)).toEqual([
      401, 200,
    ]);
    const wrong = { ...connection, privateKey: 'other' };
    expect(await digestStatuses(api, wrong)).toEqual([401, 401]);
    await server.close();
  });

  it('issues tokens to the service account, and has the clusters that it was given', async () => {
    const { server, connection, api } = await start('--cluster', 'Cluster0:EU_WEST_1');
    const { clientId, clientSecret, url } = connection;
    const token = await fetch(`${url}/api/oauth/token`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'Content-Type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const clusters = await fetch(`${api}/clusters`, {
      headers: {
        Authorization: `Bearer ${access_token}`,
        Accept: 'application/vnd.atlas.2024-08-05+json',
      },
    });
    expect(await clusters.json()).toMatchObject({ totalCount: 1, results: [{ name: 'Cluster0' }] });
    await server.close();
  });

  it('says that the port is taken', async () => {
    const { server, connection } = await start();
    const port = new URL(connection.url).port;
    await expect(start('--port', port)).rejects.toThrow(`EADDRINUSE`);
    await server.close();
  });

  it.each([
    [['--project', 'mine'], '--project: expected 24 hexadecimal digits, received "mine".'],
    [['--api-key', 'hunter2'], '--api-key: expected two values with a colon between them.'],
    [['--port', '70000'], '--port: expected a whole number from 0 to 65535, received "70000".'],
  ])('refuses %s', (args, message) => {
    expect(() => parseSimulatorOptions(args)).toThrow(message);
  });
});
