/** Links that wait for Atlas to accept their endpoints, and how they are told; `lambda/aws` provides it. */

export interface WaitingLink {
  readonly endpointId: string;
  /** By which the waiting task is told; an earlier one is of no use. */
  readonly token: string;
  /** JSON: the observation that the task ends with, once it is told. */
  readonly observation: string;
  /** State that EC2 was last seen to show; empty where nobody has looked. Lower case. */
  readonly endpointState: string;
  /** ISO 8601: when EC2 was first seen to show the endpoint as accepted, and as available; empty before. */
  readonly acceptedAt: string;
  readonly availableAt: string;
  /** ISO 8601: when Atlas was asked last while it waits, and said not yet; empty before. */
  readonly pendingAt: string;
  /** Of the connection notification; empty where there is none. */
  readonly notificationId: string;
}

export interface Turn {
  readonly isGranted: boolean;
  /** Another waiting link has looked a moment ago, and will again: whoever asks is told, and may look rarely. */
  readonly isLookedByOthers: boolean;
}

/** Seconds, of one link that has become available. */
export interface SeenPace {
  /** From EC2's `available`, as first seen, to Atlas's. */
  readonly atlasAfterEc2: number;
}

/** @throws WaitingLinksUnavailableError from every function */
export interface WaitingLinksPort {
  /** @returns what has been noted of the endpoint */
  keep(
    link: Pick<WaitingLink, 'endpointId' | 'token' | 'observation'>,
    expiresAt: Date,
  ): Promise<WaitingLink>;
  /** @returns undefined where the endpoint does not wait, or no longer, or this state is noted already */
  note(
    endpointId: string,
    seen: Pick<WaitingLink, 'endpointState' | 'acceptedAt' | 'availableAt'>,
  ): Promise<WaitingLink | undefined>;
  noteNotification(endpointId: string, notificationId: string): Promise<void>;
  notePending(endpointId: string, pendingAt: string): Promise<void>;
  /** @param now what expired before is left out */
  list(now: Date): Promise<readonly WaitingLink[]>;
  /** @returns what was there */
  remove(endpointId: string): Promise<WaitingLink | undefined>;
  /**
   * To look at EC2 for all, unless somebody else has within this time.
   *
   * @param by the endpoint of the waiting link that asks; empty for a notification
   */
  takeTurn(now: Date, apartMilliseconds: number, by: string): Promise<Turn>;
  /** The latest links, oldest first. */
  seenPaces(): Promise<readonly SeenPace[]>;
  noteSeenPaces(paces: readonly SeenPace[]): Promise<void>;
}

export interface WaitingTaskPort {
  /** @returns false for a task that waits no longer, or not by this token */
  tell(token: string, output: string): Promise<boolean>;
}

/** EC2's connection notifications, which tell of an acceptance when it happens. Best effort: nothing depends on them. */
export interface ConnectionNotificationPort {
  /** @returns its id: one for each execution, however often it asks */
  create(endpointId: string, executionArn: string): Promise<string>;
  /** What is not there is success. */
  remove(notificationIds: readonly string[]): Promise<void>;
  /** All that lead to our topic. */
  list(): Promise<readonly { readonly id: string; readonly endpointId: string }[]>;
}
