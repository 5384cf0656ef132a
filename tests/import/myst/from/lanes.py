import time
import this_is_left_out
NORTH = 1
SOUTH = 2

class Lane:
    def go(self):
        pass

    @property
    def wait(self):
        return 3

# begin
lane = Lane()
# end of it
