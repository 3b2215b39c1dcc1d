-- The support desk has nothing to do with the messages of channels.

revoke usage on schema messaging from parley_support_desk;
