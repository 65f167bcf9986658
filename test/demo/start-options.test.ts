import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SPEED,
  LIFE_SPEED,
  ORGANIZATION_SPEED,
  parseStartOptions,
  USAGE,
} from '../../demo/start/options.js';

describe('the options of npm start', () => {
  it('have defaults', () => {
    expect(parseStartOptions([])).toEqual({
      scenario: 'automation',
      endpoints: 1,
      reject: false,
      auth: 'digest',
      speed: DEFAULT_SPEED,
      json: false,
      verbose: false,
      help: false,
    });
  });

  it('are parsed', () => {
    const args = ['--endpoints', '200', '--reject', '--auth=oauth', '--speed', '0', '--json'];
    expect(parseStartOptions(args)).toMatchObject({
      endpoints: 200,
      reject: true,
      auth: 'oauth',
      speed: Number.POSITIVE_INFINITY,
      json: true,
    });
  });

  it('take as many endpoints as a crowd of the benchmark has', () => {
    expect(parseStartOptions(['--endpoints', '2000']).endpoints).toBe(2000);
  });

  it.each([
    [['--endpoints', '0'], /--endpoints: expected a whole number from 1 to 2000, received "0"/],
    [['--endpoints', '2001'], /received "2001"/],
    [['--endpoints', '2.5'], /received "2.5"/],
    [
      ['--scenario', 'other'],
      /--scenario: expected automation or life or declared or organization or federation, received "other"/,
    ],
    [
      ['--scenario', 'declared', '--endpoints', '2'],
      /--endpoints: scenario declared has endpoints of its own/,
    ],
    [
      ['--scenario', 'organization', '--endpoints', '2'],
      /--endpoints: scenario organization has endpoints of its own/,
    ],
    [['--scenario', 'organization', '--reject'], /use it without --scenario organization/],
    [['--scenario', 'life', '--reject'], /--reject: a link that is rejected has no life/],
    [['--auth', 'basic'], /--auth: expected digest or oauth, received "basic"/],
    [['--speed', 'fast'], /--speed: expected a whole number .* received "fast"/],
    [['--endpoint', '3'], /Unknown option '--endpoint'/],
    [['--endpoints'], /endpoints/],
    [['surplus'], /surplus/],
  ])('%j is refused', (args, message) => {
    expect(() => parseStartOptions(args)).toThrow(message);
  });

  it.each([
    ['automation', DEFAULT_SPEED],
    ['declared', DEFAULT_SPEED],
    ['life', LIFE_SPEED],
    ['organization', ORGANIZATION_SPEED],
  ])('have the scenario %s with a speed of its own, which the help names', (scenario, speed) => {
    expect(parseStartOptions(['--scenario', scenario])).toMatchObject({ scenario, speed });
    expect(parseStartOptions(['--scenario', scenario, '--speed', '7']).speed).toBe(7);
    expect(USAGE).toMatch(new RegExp(` ${scenario}: `));
    expect(USAGE).toContain(String(speed));
  });

  it('are all documented in the help', () => {
    for (const option of Object.keys(parseStartOptions([]))) expect(USAGE).toContain(`--${option}`);
  });
});
