W7422_asian
r a BC-Garden--Today    09-04 0100
^BC-Garden--Today,40<
^Three things to see in the garden today<
^Among the things to see: a fountain that sings, a hedge in the form of a ferry and a kite of paper<
^Eds: With AP Photos.<
^By The Associated Press=
	   Your daily look at the garden:
 
	   1. THE FOUNTAIN SINGS
 
	   It begins at noon and stops when the last child has gone home.
 

	   AP-WF-09-04-19 1029GMT<


