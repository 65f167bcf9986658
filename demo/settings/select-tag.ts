/** Key of the tag by which the automations in local worlds select endpoints. */
export const SELECT_TAG = 'atlas-privatelink';
