import { type Caller, sessionArnOf } from './iam/caller.js';
import { invalidCredentials } from './iam/credential-errors.js';
import type { LambdaFunctions } from './lambda/lambda-functions.js';
import type { AwsCall } from './protocol/aws-call.js';
import type { Sessions } from './sts/sessions.js';

/** Access key of an administrator of the first account. The command line uses it. */
export const LOCAL_USER = 'LOCALUSER';

/** Access key of an administrator of this account. */
export function administratorOf(account: string): string {
  return `${LOCAL_USER}${account}`;
}

export interface CallersOptions {
  readonly sessions: Sessions;
  /** Account of {@link LOCAL_USER}. */
  readonly firstAccount: () => string;
  readonly hasAccount: (account: string) => boolean;
  /** If false, an unknown key belongs to a role without a name and without permissions. */
  readonly refusesUnknownKeys: boolean;
}

interface Person {
  readonly account: string;
  readonly roleArn: string;
}

/** The owners of the access keys of all accounts. */
export class Callers {
  /** Functions of the place whose containers sign with the key, by access key. */
  private readonly containers = new Map<string, LambdaFunctions>();
  private readonly people = new Map<string, Person>();

  constructor(private readonly options: CallersOptions) {}

  /** Issues a key for a new container. */
  issueContainerKey(functions: LambdaFunctions): string {
    const accessKeyId = `LOCAL${this.containers.size}`;
    this.containers.set(accessKeyId, functions);
    return accessKeyId;
  }

  /** Adds a user who signs with this key and has this role. */
  addPerson(accessKeyId: string, person: Person): void {
    this.people.set(accessKeyId, person);
  }

  /** @throws AwsError for credentials that AWS refuses */
  find(call: AwsCall): Caller {
    const caller =
      this.containerOf(call.accessKeyId) ??
      this.options.sessions.callerOf(call) ??
      this.personOf(call.accessKeyId) ??
      this.administratorOf(call.accessKeyId);
    if (caller !== undefined) return caller;
    if (this.options.refusesUnknownKeys) throw invalidCredentials(call.action);
    return { account: this.options.firstAccount(), roleArn: '', callerArn: '', isSession: false };
  }

  private containerOf(accessKeyId: string): Caller | undefined {
    const functions = this.containers.get(accessKeyId);
    const roleArn = functions?.roleOf(accessKeyId);
    if (functions === undefined || roleArn === undefined) return undefined;
    const functionArn = functions.functionOf(accessKeyId);
    const functionName = functionArn?.split(':').at(-1) ?? '';
    return {
      account: functionArn?.split(':')[4] ?? this.options.firstAccount(),
      roleArn,
      callerArn: sessionArnOf(roleArn, functionName),
      functionArn,
      container: {
        kill: () => functions.kill(accessKeyId),
        whileWaiting: (work) => functions.whileWaiting(accessKeyId, work),
      },
      isSession: true,
    };
  }

  private personOf(accessKeyId: string): Caller | undefined {
    const person = this.people.get(accessKeyId);
    if (person === undefined) return undefined;
    return { ...person, callerArn: sessionArnOf(person.roleArn, accessKeyId), isSession: true };
  }

  private administratorOf(accessKeyId: string): Caller | undefined {
    if (!accessKeyId.startsWith(LOCAL_USER)) return undefined;
    const account = accessKeyId.slice(LOCAL_USER.length) || this.options.firstAccount();
    if (!this.options.hasAccount(account)) return undefined;
    const callerArn = `arn:aws:iam::${account}:user/administrator`;
    return { account, roleArn: undefined, callerArn, isSession: false };
  }
}
