W3001_asian
r i BC-XX--Ferry Organ CORRECTIVE   11-14 0040
^BC-XX--Ferry Organ, CORRECTIVE,40<
^Clarification: Ferry organ story<
^Eds: CORRECTS number of pipes.<
	   OSLO, Norway (AP) _ In a story March 12 about an organ on a ferry, The Associated Press gave a wrong number of pipes. The organ has 340.
 

	   AP-WF-03-14-14 0811GMT<


