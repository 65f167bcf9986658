import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../cli/errors/command-error.js';
import { failureOf } from '../../../cli/errors/failure.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import { atlasError } from '../../domain/atlas-errors.js';

function sdkError(name: string, parts: object = {}): Error {
  return Object.assign(new Error(`the words of ${name}`), { name, $metadata: {}, ...parts });
}

describe('a failed command', () => {
  it.each([
    ['a finding', new CommandError('wrong', 'mend it'), 1],
    ['a wrong command line', new CommandError('wrong', 'mend it', 2), 2],
    ['a login that Atlas refuses', atlasError('authentication'), 3],
    ['an address that is not on the list', atlasError('forbidden'), 3],
    ['a conflict in Atlas', atlasError('conflict'), 1],
    ['expired credentials', sdkError('ExpiredTokenException'), 3],
    ['no credentials', sdkError('CredentialsProviderError'), 3],
    ['a missing permission', sdkError('AccessDeniedException'), 3],
    ['no network', Object.assign(new Error(''), { code: 'ENOTFOUND' }), 3],
    [
      'a registry that cannot be read, by its cause',
      new RegistryUnavailableError('x', { cause: sdkError('AccessDeniedException') }),
      3,
    ],
    ['a defect', new TypeError('x is not a function'), 1],
  ])('has the exit code for %s', (_, error, exitCode) => {
    const failure = failureOf(error);
    expect(failure.exitCode).toBe(exitCode);
    expect(failure.message).not.toMatch(/\n\s+at /);
    expect(failure.advice).not.toBe('');
  });
});
