import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { parseSimulatorOptions, SIMULATOR_USAGE } from '../../bin/atlas-simulator/options.js';
import { startSimulator } from '../../bin/atlas-simulator/start-simulator.js';
import { digestStatuses } from '../../bin/check-packages/digest-request.js';
import { DEFAULT_TIMINGS } from '../../local/atlas/index.js';

const PROJECT = '6a793f63c0eb9e7a177153f5';

async function start(...args: string[]) {
  const { server, connection } = await startSimulator(parseSimulatorOptions(['--port', '0', ...args]));
  return { server, connection, api: `${connection.url}/api/atlas/v2/groups/${connection.projectIds[0]}` };
}

describe('the simulator', () => {
  it('accepts the given API key for the given project', async () => {
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

  it('issues tokens to the given service account, and has the given clusters', async () => {
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

  it('has the given federated databases', async () => {
    const { server } = await start('--federated-database', 'Events', '--set', 'hostnameLabel=label');
    const [project] = server.world.projects.values();
    expect(project?.federatedDatabases.map(({ name }) => name)).toEqual(['Events']);
    expect(server.world.hostnameLabel).toBe('label');
    await server.close();
  });

  it('has the given timings and behaviours, and the given faults', async () => {
    const { server, connection, api } = await start(
      ...['--set', 'serviceSeconds=5', '--set', 'linkSeconds=7', '--set', 'retriesRejected=true'],
      ...['--fault', '503:GET:/clusters', '--fault', 'drop:POST'],
    );
    expect(server.world.timings).toMatchObject({ serviceSeconds: 5, linkSeconds: 7, nonceSeconds: 300 });
    expect(server.world.retriesRejected).toBe(true);
    await expect(fetch(api, { method: 'POST' })).rejects.toThrow();
    expect((await fetch(`${api}/clusters`)).status).toBe(503);
    expect((await fetch(`${api}/clusters`)).status).toBe(401);
    expect(connection.projectId).toBe(connection.projectIds[0]);
    await server.close();
  });

  it('lists each timing, behaviour and fault in its help', () => {
    for (const name of [
      ...Object.keys(DEFAULT_TIMINGS),
      'nonces=reusable|single-use',
      'drop',
      'hang',
      'lost',
    ])
      expect(SIMULATOR_USAGE).toContain(`  ${name}`);
  });

  it('reports that the port is in use', async () => {
    const { server, connection } = await start();
    const port = new URL(connection.url).port;
    await expect(start('--port', port)).rejects.toThrow(`EADDRINUSE`);
    await server.close();
  });

  it.each([
    [['--project', 'mine'], '--project: expected 24 hexadecimal digits, received "mine".'],
    [['--api-key', 'hunter2'], '--api-key: expected two values with a colon between them.'],
    [['--port', '70000'], '--port: expected a whole number from 0 to 65535, received "70000".'],
    [
      ['--set', 'serviceTime=5'],
      'expected NAME=VALUE with the name of a setting (--help lists them), received "serviceTime=5"',
    ],
    [
      ['--set', 'serviceSeconds=soon'],
      '--set serviceSeconds: expected a number of seconds, received "soon".',
    ],
    [['--set', 'nonces=never'], '--set nonces: expected one of reusable, single-use, received "never".'],
    [['--fault', '200'], '--fault: expected drop, hang, lost or a status from 400 to 599, received "200".'],
    [['--fault', '503:LIST'], '--fault: expected EFFECT[:METHOD[:PATH[:TIMES]]], received "503:LIST".'],
    [['--fault', '503:GET:('], '--fault: expected a regular expression for the path, received "(".'],
  ])('refuses %s', (args, message) => {
    expect(() => parseSimulatorOptions(args)).toThrow(message);
  });
});

describe('npm run atlas', () => {
  it('prints one line of JSON, serves, and ends with its parent process', { timeout: 60_000 }, async () => {
    const npm = spawn('npm', ['run', '--silent', 'atlas', '--', '--port', '0', '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(npm.stdout), 'line');
    const { url, projectId, ...keys } = JSON.parse(line);
    expect(keys).toMatchObject({
      publicKey: expect.any(String),
      privateKey: expect.any(String),
      clientId: expect.any(String),
      clientSecret: expect.any(String),
    });
    expect(await digestStatuses(`${url}/api/atlas/v2/groups/${projectId}`, keys)).toEqual([401, 200]);
    npm.kill('SIGTERM');
    await once(npm, 'exit');
    await expect.poll(() => fetch(url).catch(() => 'ended'), { timeout: 10_000 }).toBe('ended');
  });
});
