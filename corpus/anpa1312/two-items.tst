W0001_asian
r e BC-US--Paper Boats    05-02 0020
^BC-US--Paper Boats,20<
^Paper boats cross the lake<
	   DULUTH, Minn. (AP) _ Three hundred paper boats crossed a corner of the lake.
 

	   AP-WF-05-02-16 0100GMT<


W0002_asian
r e BC-US--Tower Clock    05-02 0020
^BC-US--Tower Clock,20<
^Tower clock strikes thirteen<
	   ALBANY, N.Y. (AP) _ The tower clock struck thirteen and nobody minded.
 

	   AP-WF-05-02-16 0105GMT<


