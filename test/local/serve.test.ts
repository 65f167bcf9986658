import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { serve, serveWorld } from '../../local/serve.js';
import { startBareWorld, synthesizeBare } from './bare-world.js';

const WAIT_THEN_END = {
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 20, Next: 'End' }, End: { Type: 'Succeed' } },
};
const MACHINE_ARN = 'arn:aws:states:eu-west-1:111122223333:stateMachine:Wait';

const CALLER = `
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
const client = new SFNClient();
const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: '${MACHINE_ARN}' }));
for (let look = 0; look < 100; look += 1) {
  const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
  if (status !== 'RUNNING') { console.log(status); break; }
  await new Promise((resolve) => setTimeout(resolve, 50));
}`;

describe('a served world', () => {
  it.each([100, Number.POSITIVE_INFINITY])('continues for another process, at speed %d', async (speed) => {
    const served = serve(await startBareWorld({ speed }));
    served.world.aws.executions.define(MACHINE_ARN, JSON.stringify(WAIT_THEN_END));
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', CALLER], {
      env: { ...process.env, ...served.connection.awsEnvironment },
    });
    expect(stdout.trim()).toBe('SUCCEEDED');
    await served.stop();
  });

  it('runs in real time by default', async () => {
    const served = await serveWorld({ synthesize: synthesizeBare() });
    const before = served.world.time.now();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const passed = served.world.time.now() - before;
    await served.stop();
    expect(passed).toBeGreaterThanOrEqual(200);
    expect(passed).toBeLessThan(2000);
  });
});
