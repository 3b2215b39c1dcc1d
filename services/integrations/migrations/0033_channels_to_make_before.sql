-- Its successor is remote_channels_by_making.
drop index remote_channels_to_make;
