type Environment = Record<string, string | undefined>;

export interface SdkOptions {
  readonly region?: string;
  /** Its credentials replace those of the environment. */
  readonly profile?: string;
}

/** Credentials that the SDK would use instead of the requested profile. */
const STATIC_CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/**
 * Passes options of the command line to the AWS SDK. It uses the environment, because every client reads it, including
 * those inside the adapters.
 */
export function setSdkEnvironment({ region, profile }: SdkOptions, environment: Environment): void {
  // The SDK warns on standard error about Node.js versions that it will not support next year.
  environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  if (region !== undefined) setSdkRegion(region, environment);
  if (profile === undefined) return;
  environment.AWS_PROFILE = profile;
  for (const name of STATIC_CREDENTIALS) delete environment[name];
}

/** The user's own AWS credentials are not used in the local world. */
export function setLocalEnvironment(
  values: Readonly<Record<string, string>>,
  environment: Environment,
): void {
  for (const name of [...STATIC_CREDENTIALS, 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE']) delete environment[name];
  Object.assign(environment, values);
}

/** Region of all clients that are created from then on. */
export function setSdkRegion(region: string, environment: Environment): void {
  environment.AWS_REGION = region;
}
