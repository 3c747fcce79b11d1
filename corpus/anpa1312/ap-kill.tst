W2899_asian
b i BC-XX--Harbor-Lights KILL   11-13 0030
^BC-XX--Harbor Lights, KILL,20<
^BULLETIN KILL<
	   EDITORS:
 
	   The story headlined Harbor lights switched on early, W7870, is killed. The lights did not come on.
 
	   The AP
 

	   AP-WF-11-13-13 1633GMT<


