def one(): pass
def two(): pass
