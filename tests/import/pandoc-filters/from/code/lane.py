"""Lanes."""

WIDTH = 3

def open_lane(lane):
    return lane

# start snippet close
def close_lane(lane):
    lane.close()
# end snippet close
