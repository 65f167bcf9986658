import type { Caller } from './caller.js';
import { patient, type RetryPatience } from './patient-retries.js';
import { withRenewal } from './renewed-credentials.js';
import { type ResponsePatience, within } from './response-patience.js';

/**
 * The EC2 client and the code that SDK clients share take as long to load as the rest of a function. So they are a
 * separate chunk, loaded at the first call of EC2: most polls of a link make none.
 */
async function loadEc2(patience?: RetryPatience, caller?: Caller, response?: ResponsePatience) {
  const sdk = await import('./ec2-client.js');
  const settings = {
    ...(patience === undefined ? {} : patient(patience)),
    ...within(response),
    ...(caller === undefined ? {} : unkept(caller)),
  };
  const client = new sdk.EC2Client(settings);
  if (caller !== undefined)
    client.middlewareStack.add((next) => (call) => withRenewal(caller, () => next(call)), {
      step: 'initialize',
      name: 'renewCredentials',
    });
  return { sdk, client };
}

/** The caller keeps its credentials itself, and drops those that were refused: the client must ask at each call. */
function unkept({ region, credentials }: Caller) {
  const expiration = new Date(0);
  return { region, credentials: async () => ({ ...(await credentials()), expiration }) };
}

export type LazyEc2 = () => ReturnType<typeof loadEc2>;

/**
 * @param patience retries within EC2's limits; default: the SDK's three attempts
 * @param caller default: the Region and the role of the function
 * @param response how long to wait for each response; default: that of {@link within}
 */
export function lazyEc2(patience?: RetryPatience, caller?: Caller, response?: ResponsePatience): LazyEc2 {
  let loading: ReturnType<typeof loadEc2> | undefined;
  return () => {
    loading ??= loadEc2(patience, caller, response);
    return loading;
  };
}
