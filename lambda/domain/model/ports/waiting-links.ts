/** Links that wait for Atlas to accept their endpoints, and how their tasks are resumed; `lambda/aws` implements it. */

export interface WaitingLink {
  readonly endpointId: string;
  /** Token that resumes the waiting task; an earlier token is invalid. */
  readonly token: string;
  /** JSON: the observation that the task returns when it is resumed. */
  readonly observation: string;
  /** State that EC2 was last seen to show, in lower case; empty before the first poll. */
  readonly endpointState: string;
  /** ISO 8601: when EC2 was first seen to show the endpoint as accepted, and as available; empty before. */
  readonly acceptedAt: string;
  readonly availableAt: string;
  /** ISO 8601: when the waiting link's last poll of Atlas returned not available; empty before. */
  readonly pendingAt: string;
  /** ISO 8601: when another caller last noted that EC2 has answered about the endpoint; empty before. */
  readonly readAt: string;
  /** Id of the connection notification; empty if there is none. */
  readonly notificationId: string;
}

export interface TurnRequest {
  readonly now: Date;
  /** Nobody else may have polled within this time. */
  readonly apartMilliseconds: number;
  /** A poll of another link within this time counts for {@link Turn.isPolledByOthers}. */
  readonly recentMilliseconds: number;
  /** Endpoint of the waiting link that asks; undefined for a notification. */
  readonly by: string | undefined;
}

export interface Turn {
  readonly isGranted: boolean;
  /**
   * Another waiting link has polled a moment ago, and will poll again: the caller is notified, and may poll less often.
   */
  readonly isPolledByOthers: boolean;
  /** What was last noted by {@link WaitingLinksPort.noteUnreadFrom}; empty if nothing was. */
  readonly unreadFrom: string;
}

/** Seconds that one link took to become available. */
export interface SeenPace {
  /** From EC2's `available`, as first seen, to Atlas's AVAILABLE. */
  readonly atlasAfterEc2: number;
  /** The part of that time after which a poll still found Atlas not to agree; absent in entries of earlier versions. */
  readonly notWithin?: number | undefined;
}

/** @throws WaitingLinksUnavailableError from every function */
export interface WaitingLinksPort {
  /** @returns what is recorded about the endpoint */
  keep(
    link: Pick<WaitingLink, 'endpointId' | 'token' | 'observation'>,
    expiresAt: Date,
  ): Promise<WaitingLink>;
  /** @returns undefined if the endpoint does not wait, or no longer, or if this state is recorded already */
  note(
    endpointId: string,
    seen: Pick<WaitingLink, 'endpointState' | 'acceptedAt' | 'availableAt'>,
  ): Promise<WaitingLink | undefined>;
  noteNotification(endpointId: string, notificationId: string): Promise<void>;
  notePending(endpointId: string, pendingAt: string): Promise<void>;
  noteRead(endpointId: string, readAt: string): Promise<void>;
  /** @param now items that expired before are omitted */
  list(now: Date): Promise<readonly WaitingLink[]>;
  /** @returns the item before its removal */
  remove(endpointId: string): Promise<WaitingLink | undefined>;
  /**
   * Takes the turn to poll EC2 for all waiting links, unless another caller has it. A time in the future decides nothing:
   * the clock of whoever wrote it was wrong.
   */
  takeTurn(request: TurnRequest): Promise<Turn>;
  /** Notes the id with which the rest of a poll began that EC2 has cut short. */
  noteUnreadFrom(endpointId: string): Promise<void>;
  /** The latest links, oldest first. */
  seenPaces(): Promise<readonly SeenPace[]>;
  noteSeenPaces(paces: readonly SeenPace[]): Promise<void>;
}

export interface WaitingTaskPort {
  /** @returns false if the task no longer waits, or not with this token */
  resume(token: string, output: string): Promise<boolean>;
}

/** EC2's connection notifications, which report an acceptance when it happens. Best effort: nothing depends on them. */
export interface ConnectionNotificationPort {
  /** @returns its id: one for each execution, however often it is called */
  create(endpointId: string, executionArn: string): Promise<string>;
  /** A missing notification is success. */
  remove(notificationIds: readonly string[]): Promise<void>;
  /** All notifications that publish to this automation's topic. */
  list(): Promise<readonly { readonly id: string; readonly endpointId: string }[]>;
}
