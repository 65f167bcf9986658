/**
 * The plumbing of `npm run check:foreign` for the AWS CLI, with a program that stands for it. It does not say whether the AWS
 * CLI works with the local EC2: only the AWS CLI itself does.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { checkAwsCli } from '../../../bin/check-foreign/aws-cli.js';
import { startBareWorld } from '../../local/bare-world.js';
import { closeWorlds } from '../../scenarios/open-worlds.js';
import { type CliAnswers, FakeAwsCli } from './fake-aws-cli.js';

let programs: FakeAwsCli[] = [];

afterEach(async () => {
  for (const program of programs) program.remove();
  programs = [];
  await closeWorlds();
});

/** @param isDeleted whether the endpoint is gone, as after `delete-vpc-endpoints` */
async function start(answers: CliAnswers = {}, isDeleted = true) {
  const world = await startBareWorld();
  const { endpointId } = world.createVpcEndpoint();
  if (isDeleted) world.aws.endpoints.delete(endpointId);
  const program = new FakeAwsCli(endpointId, world.aws.account, answers);
  programs.push(program);
  return { world, program, check: () => checkAwsCli(async () => world, program.path) };
}

describe('the AWS CLI', () => {
  it('makes, reads, tags, changes and deletes an endpoint of the local world', async () => {
    const { world, program, check } = await start();
    const { url } = world.aws.server;
    expect(await check()).toMatch(/^aws-cli\/2\.0\.0: a VPC endpoint made, .* deleted/);
    const [version, ...others] = program.calls;
    expect(version).toMatch(/^--version /);
    expect(others.map((call) => call.split(' ')[1])).toEqual([
      'get-caller-identity',
      'create-vpc-endpoint',
      'create-tags',
      'describe-vpc-endpoints',
      'delete-tags',
      'describe-vpc-endpoints',
      'modify-vpc-endpoint',
      'modify-vpc-endpoint',
      'describe-vpc-endpoints',
      'delete-vpc-endpoints',
    ]);
    for (const call of others) expect(call).toMatch(new RegExp(` ${world.aws.region} ${url}$`));
  });

  it.each<[string, CliAnswers, RegExp]>([
    ['a command fails', { 'create-tags': { code: 255, text: 'no route' } }, /create-tags .* 255.*\nno route/],
    ['a text is missing', { 'create-vpc-endpoint': { text: '{}' } }, /without "pendingAcceptance"/],
    ['a tag is left', { 'delete-tags': { text: '' } }, /delete-tags has no effect/],
    ['a change is not refused', { 'modify-vpc-endpoint': { text: 'true' } }, /without InvalidParameter/],
    [
      'a refusal has another code',
      { 'modify-vpc-endpoint': { code: 254, text: '(InvalidParameterValue)' } },
      /without InvalidParameter/,
    ],
  ])('fails the check if %s', async (_, answers, text) => {
    const { check } = await start(answers);
    await expect(check()).rejects.toThrow(text);
  });

  it('fails the check if the endpoint is left', async () => {
    const { check } = await start({}, false);
    await expect(check()).rejects.toThrow(/has left the endpoint/);
  });

  it('is skipped where it is not installed, before a world is started', async () => {
    const startWorld = () => Promise.reject(new Error('a world was started'));
    expect(await checkAwsCli(startWorld, '/nowhere/aws')).toBeUndefined();
  });
});
