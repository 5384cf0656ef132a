project = 'Harbour watch'
author = "Jane Doe"
