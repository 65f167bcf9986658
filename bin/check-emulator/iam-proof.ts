import { failureText } from '../check-apps/packed.js';
import type { Proof } from './proof.js';
import type { Surroundings } from './surroundings.js';

const USER = 'nobody';

/** Shows that IAM is enforced. Otherwise, the other proofs could pass with policies that grant nothing. */
export function iamProof(around: Surroundings): Proof {
  return ['IAM', () => refusesWithoutPolicy(around)];
}

async function refusesWithoutPolicy({ cli }: Surroundings): Promise<string> {
  await cli.text('iam', 'create-user', '--user-name', USER);
  const key = await cli.value(
    'AccessKey.[AccessKeyId, SecretAccessKey]',
    ...['iam', 'create-access-key', '--user-name', USER],
  );
  const [id = '', secret = ''] = key.split(/\s+/);
  const answer = await cli
    .as({ id, secret })
    .text('secretsmanager', 'get-secret-value', '--secret-id', 'atlas/automation')
    .then(() => 'the secret', failureText);
  if (/AccessDenied/.test(answer)) return 'a user without a policy is refused the secret';
  throw new Error(`a user without a policy got: ${answer.slice(0, 300)}`);
}
