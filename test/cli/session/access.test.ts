import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../../cli/errors/exit-code.js';
import { openAccess } from '../../../cli/session/access.js';

afterEach(() => vi.unstubAllEnvs());

describe('access', () => {
  it('fails without a Region in the environment or the profile', async () => {
    for (const name of ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE']) vi.stubEnv(name, undefined);
    for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']) vi.stubEnv(name, '/dev/null');
    await expect(openAccess(undefined)).rejects.toMatchObject({
      name: 'CommandError',
      message: 'No AWS Region is set.',
      exitCode: ExitCode.USAGE,
    });
  });
});
