/** The tag by which the local worlds select endpoints. */
export const SELECT_TAG = 'atlas-privatelink';
